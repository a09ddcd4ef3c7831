# perl deny-sync.pl COMMAND …: runs a command for which every fsync and fdatasync fails with EIO, as on a broken disk. A filter of
# the kernel's (seccomp) does it, which needs no privilege; Perl, because every Debian has it, and Node cannot make system calls.
# https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
use strict;
use warnings;
use POSIX ();

my $machine = (POSIX::uname())[4];
# prctl, fsync, fdatasync: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h
my %numbers = (x86_64 => [157, 74, 75], aarch64 => [167, 82, 83]);
my ($prctl, $fsync, $fdatasync) = @{ $numbers{$machine} or exit 77 };

my ($LOAD, $JUMP_IF_EQUAL, $RETURN) = (0x20, 0x15, 0x06);
my ($ALLOW, $FAIL_WITH_EIO) = (0x7fff0000, 0x00050005);
my $filter = join '', map { pack 'S C C L', @$_ }
  [$LOAD, 0, 0, 0],
  [$JUMP_IF_EQUAL, 1, 0, $fsync],
  [$JUMP_IF_EQUAL, 0, 1, $fdatasync],
  [$RETURN, 0, 0, $FAIL_WITH_EIO],
  [$RETURN, 0, 0, $ALLOW];

my ($NO_NEW_PRIVS, $SET_SECCOMP, $FILTER_MODE) = (38, 22, 2);
syscall($prctl, $NO_NEW_PRIVS, 1, 0, 0, 0) == 0 or exit 77;
syscall($prctl, $SET_SECCOMP, $FILTER_MODE, pack('S x6 P', 5, $filter)) == 0 or exit 77;
exec @ARGV or die "$ARGV[0]: $!";

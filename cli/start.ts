#!/usr/bin/env node
// What `fieldlab` starts in the package: Node keeps what it compiles only of modules that are imported after it has been told to.
import { rememberCompiled } from './compile-cache.ts'

rememberCompiled()
await import('./main.ts')

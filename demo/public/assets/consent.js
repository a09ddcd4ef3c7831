// Stands for a script that somebody put into the head without async: all that it does could have waited.
document.documentElement.dataset.consent = 'necessary'

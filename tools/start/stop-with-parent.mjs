// Loaded before the programs that `npm start` runs: when the start is killed outright, its end of the channel
// closes, and the program stops by itself instead of holding a port that the next start needs.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()

import { createServer } from 'node:net'

/** A mail server that takes everything and looks at nothing, in a process of its own: it is not what is measured. */
const server = createServer((socket) => {
  let inMail = false
  let rest = ''
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    let text = rest + chunk.toString('latin1')
    rest = ''
    for (;;) {
      if (inMail) {
        const end = text.indexOf('\r\n.\r\n')
        if (end < 0) {
          rest = text.slice(-4)
          return
        }
        text = text.slice(end + 5)
        inMail = false
        taken += 1
        socket.write('250 Taken\r\n')
      }
      const line = text.indexOf('\r\n')
      if (line < 0) {
        rest = text
        return
      }
      const command = text.slice(0, 4).toUpperCase()
      text = text.slice(line + 2)
      if (command === 'DATA') {
        inMail = true
        socket.write('354 Go on\r\n')
      } else socket.write(command === 'EHLO' ? '250-sink\r\n250 8BITMIME\r\n' : '250 Ok\r\n')
    }
  })
  socket.write('220 sink\r\n')
})
let taken = 0
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address !== 'string') process.send?.({ port: address.port })
})
process.on('message', () => process.send?.({ taken }))
process.on('disconnect', () => process.exit())

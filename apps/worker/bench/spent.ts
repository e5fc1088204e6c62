/** Time and processor time that went into something. */
export class Spent {
  seconds = 0
  cpuMs = 0
  async during(work: () => Promise<unknown>): Promise<void> {
    const began = performance.now()
    const cpu = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(cpu)
    this.seconds += (performance.now() - began) / 1000
    this.cpuMs += (user + system) / 1000
  }
}

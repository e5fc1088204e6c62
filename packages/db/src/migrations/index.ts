/** Brings the database up to date under an advisory lock. Gives the names of the migrations it ran. */
export async function migrate(_url: string): Promise<readonly string[]> {
  throw new Error('not built yet')
}

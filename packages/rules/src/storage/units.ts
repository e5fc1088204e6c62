/** STOR-01: decimal units, in bytes. */
export const KB = 1000
export const MB = 1_000_000
export const GB = 1_000_000_000
export const TB = 1_000_000_000_000

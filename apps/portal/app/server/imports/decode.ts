export interface Decoded {
  readonly text: string
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252'
}

/**
 * The text of a file of which only the bytes are known. Spreadsheets save CSV in the encoding of the day: a mark at the beginning
 * says which, UTF-16 shows by its zero bytes, and what is no UTF-8 is taken for Windows-1252, in which every byte is a letter.
 * Null: no text at all, such as a workbook.
 */
export function decodeText(bytes: Uint8Array): Decoded | null {
  const decoded = decode(bytes)
  return decoded.text.includes('\0') || decoded.text.startsWith('PK\u0003\u0004') ? null : decoded
}

function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, 'utf-16be')
  const [evenZeros, oddZeros] = zeros(bytes)
  if (oddZeros > 0.3 && evenZeros < 0.1) return utf16(bytes, 'utf-16le')
  if (evenZeros > 0.3 && oddZeros < 0.1) return utf16(bytes, 'utf-16be')
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
  }
}

function utf16(bytes: Uint8Array, label: 'utf-16le' | 'utf-16be'): Decoded {
  return { text: new TextDecoder(label).decode(bytes), encoding: 'UTF-16' }
}

/** The share of zero bytes at even and at odd places of the beginning. */
function zeros(bytes: Uint8Array): readonly [even: number, odd: number] {
  const start = bytes.subarray(0, 1000)
  const count = [0, 0]
  for (const [i, byte] of start.entries()) if (byte === 0) count[i % 2]!++
  const half = Math.max(1, start.length / 2)
  return [count[0]! / half, count[1]! / half]
}

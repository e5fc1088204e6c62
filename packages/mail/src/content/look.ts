// Mail programs know neither custom properties nor oklch: these are the portal's tokens as hex values, the light
// ones inline where every program reads them, the dark ones in a media query for those that know it.
const INK = '#152223'
const SOFT = '#4e5b5c'
const LINE = '#dfe4e3'
const ACCENT = '#085b49'
const FONT = "'Hanken Grotesk', -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

export const STYLE_SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a { color: ${ACCENT}; }
@media (prefers-color-scheme: dark) {
  .canvas, .canvas > table, .canvas > table > tbody > tr > td { background: #0e1313 !important; }
  .card { background: #161b1c !important; border-color: #2a3031 !important; }
  .ink { color: #e8ecec !important; }
  .soft { color: #a2abac !important; }
  .line { border-color: #2a3031 !important; }
  .button { background: #7dd1b5 !important; color: #071a17 !important; }
  a { color: #7dd1b5; }
}
@media (max-width: 480px) {
  .card { padding: 24px 20px !important; }
}
`

/** The inline styles, one for each kind of thing that a mail is made of. */
export const look = {
  canvas: { margin: 0, padding: 0, background: '#f7faf9', WebkitTextSizeAdjust: '100%' },
  page: {
    maxWidth: 560,
    margin: '0 auto',
    padding: '32px 12px',
    fontFamily: FONT,
    fontSize: 15,
    lineHeight: 1.5,
    fontVariantNumeric: 'tabular-nums',
  },
  sender: { margin: 0, padding: '0 4px 16px', color: INK, fontSize: 15, lineHeight: 1.5, fontWeight: 600 },
  card: { padding: 32, background: '#ffffff', border: `1px solid ${LINE}`, borderRadius: 12 },
  heading: {
    margin: '0 0 16px',
    color: INK,
    fontSize: 22,
    lineHeight: 1.3,
    fontWeight: 600,
    letterSpacing: '-0.01em',
  },
  paragraph: { margin: '0 0 16px', color: INK, fontSize: 15, lineHeight: 1.5 },
  note: { margin: '0 0 16px', color: SOFT, fontSize: 13, lineHeight: 1.5 },
  address: { margin: '0 0 16px', color: SOFT, fontSize: 13, lineHeight: 1.5, wordBreak: 'break-all' },
  button: {
    margin: '8px 0 12px',
    padding: '11px 20px',
    background: ACCENT,
    color: '#ffffff',
    borderRadius: 7,
    fontWeight: 600,
    textDecoration: 'none',
  },
  group: { margin: '0 0 16px', padding: '12px 0 0', borderTop: `1px solid ${LINE}` },
  groupTitle: { margin: '0 0 4px', color: INK, fontSize: 15, lineHeight: 1.5, fontWeight: 600 },
  facts: { fontSize: 15, lineHeight: 1.5 },
  label: { padding: '2px 16px 2px 0', color: SOFT, fontWeight: 400, verticalAlign: 'top' },
  value: { padding: '2px 0', color: INK },
  aside: { color: SOFT, fontSize: 13 },
  reason: { margin: 0, padding: '16px 4px 0', color: SOFT, fontSize: 13, lineHeight: 1.5 },
} as const

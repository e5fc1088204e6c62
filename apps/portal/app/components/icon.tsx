const shapes = {
  alert: 'M8 1.9 1.2 13.6h13.6L8 1.9Zm0 4.6v3.4m0 1.9v.05',
  calendar: 'M2 3.6h12v10H2v-10Zm0 3.2h12M5.2 1.8v3m5.6-3v3',
  chat: 'M2 3.2h12v8H7.4L4 13.9v-2.7H2v-8Zm2.6 2.9h6.8M4.6 8.4h4.2',
  check: 'm3 8.6 3.2 3.2L13 4.6',
  chevron: 'm4 6.2 4 4 4-4',
  code: 'm5 4.4-3.6 3.6L5 11.6m6-7.2 3.6 3.6-3.6 3.6M9.2 2.8 6.8 13.2',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.6V8l2.4 1.6',
  list: 'M5.6 3.6h8.4M5.6 8h8.4M5.6 12.4h8.4M2 3.6h.05M2 8h.05M2 12.4h.05',
  lock: 'M3.4 7.2h9.2v6.6H3.4V7.2Zm2-.1V5a2.6 2.6 0 0 1 5.2 0v2.1',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 7.4v3.5M8 5v.05',
  key: 'M10.4 1.8a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6ZM7.7 8.3l-5.9 5.9m1.9-1.9 1.7 1.7',
  mail: 'M1.8 3.4h12.4v9.2H1.8V3.4Zm.3.6L8 8.9 13.9 4',
  menu: 'M2 4.2h12M2 8h12M2 11.8h12',
  minus: 'M3 8h10',
  plus: 'M8 2.8v10.4M2.8 8h10.4',
  receipt: 'M3.2 1.8h9.6v12.4l-2.4-1.4L8 14.2l-2.4-1.4-2.4 1.4V1.8Zm2.6 3.6h4.4M5.8 8.4h4.4',
  search: 'M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6Zm3.5 8.3 3.6 3.6',
  shield: 'M8 1.8 2.8 3.7v4.1c0 3.1 2.1 5.3 5.2 6.4 3.1-1.1 5.2-3.3 5.2-6.4V3.7L8 1.8Zm-2.3 6 1.6 1.7 3-3.2',
  sort: 'M8 2.6v10.8M4.6 10 8 13.4l3.4-3.4',
  swap: 'M2 5.2h11M10.2 2.4 13 5.2l-2.8 2.8M14 10.8H3m2.8-2.8L3 10.8l2.8 2.8',
  users:
    'M6 2.4a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4ZM1.3 13.8c0-2.6 2.1-4.1 4.7-4.1s4.7 1.5 4.7 4.1m.1-11.2a2.7 2.7 0 0 1 0 5m1.2 2.3c1.6.5 2.7 1.9 2.7 3.9',
} as const

export type IconName = keyof typeof shapes

/** A small drawing beside a word. It never speaks by itself, so it is hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  )
}

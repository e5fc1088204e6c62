import { Notice } from '~/components/notice.tsx'

/** Stands where the seats would: the contract is over, and none has followed. */
export function EndedContract({ title, text }: { title: string; text: string }) {
  return (
    <section className="page-notice" aria-label="Contract">
      <Notice tone="warn">
        <h2 className="notice-title">{title}</h2>
        <p>{text}</p>
      </Notice>
    </section>
  )
}

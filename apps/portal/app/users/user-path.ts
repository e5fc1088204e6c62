import type { Crumb } from '~/components/page-header.tsx'

/** The path to a user's page, and to a step below it. */
export function userPath(name: string, memberId?: string, step?: string): readonly Crumb[] {
  return [
    { label: 'Settings' },
    { label: 'Users', to: '/settings/users' },
    memberId === undefined ? { label: name } : { label: name, to: `/settings/users/${memberId}` },
    ...(step === undefined ? [] : [{ label: step }]),
  ]
}

export type { PoolAvailability } from './availability.ts'
export { hasFreeSeat, poolAvailability } from './availability.ts'
export type {
  SeatChange,
  SeatClaim,
  SeatInPool,
  SeatOutcome,
  SeatRefusalReason,
  SeatRelease,
  SeatWish,
} from './change.ts'
export { decideSeatChange } from './change.ts'
export type { Lapse, PoolFacts, PoolKind, PoolMode, SeatFacts, SeatHolder, UserType } from './facts.ts'
export { INVITATION_DAYS, invitationExpiry } from './invitation.ts'
export type { OfferedSeason, OfferedType, TypeUnavailable } from './offer.ts'
export { offeredSeasons, offeredTypes } from './offer.ts'

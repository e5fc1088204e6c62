export type { PoolAvailability } from './availability.ts'
export { canBeTaken, hasFreeSeat, poolAvailability } from './availability.ts'
export type {
  SeatChange,
  SeatClaim,
  SeasonInPool,
  SeatInPool,
  SeatOutcome,
  SeatRefusalReason,
  SeatRelease,
  SeatWish,
} from './change.ts'
export { decideSeatChange } from './change.ts'
export type {
  ClaimablePool,
  Lapse,
  Pool,
  PoolFacts,
  PoolKind,
  PoolMode,
  SeatFacts,
  SeatHolder,
  UserType,
} from './facts.ts'
export { INVITATION_DAYS, invitationExpiry } from './invitation.ts'
export type { OfferedSeason, OfferedType, TypeUnavailable } from './offer.ts'
export { offeredSeasons, offeredTypes } from './offer.ts'
export { decideHold, HOLD_MINUTES } from './hold.ts'
export type { OverAllocation, WayOut } from './over-allocation.ts'
export { overAllocations } from './over-allocation.ts'
export type { WaitingDecision, WaitingEntry, WaitingFacts } from './waiting.ts'
export { decideWaiting, OFFER_HOURS } from './waiting.ts'

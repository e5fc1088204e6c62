/** What to say at a choice that is not there (any more): more than `not-found` can, because the field is known. */
export const missingChoiceText = {
  season: 'One of the chosen seasons is not on offer. Choose from those shown.',
  permissionSet: 'This permission set does not exist any more. Choose another.',
} as const

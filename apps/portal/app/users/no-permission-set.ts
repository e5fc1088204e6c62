/** The value that stands for 'no permission set' in a form. */
export const noPermissionSet = 'none'

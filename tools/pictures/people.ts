/** Whom the gallery follows: the demo's own sign-ins. */
export const marta = 'marta.lindqvist@larkspur.example'
export const seasonal = 'marta.vogel@larkspur.example'
export const copperline = 'soren.park@copperline.example'
export const harbour = 'rafael.yusuf@blueharbor.example'
export const fernhill = 'anouk.ferreira@fernhill.example'

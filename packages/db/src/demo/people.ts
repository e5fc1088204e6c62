/** Invented people; the order is the data's, so the demo is the same each time. */
const FIRST = [
  'Marta',
  'Idris',
  'Yuki',
  'Noor',
  'Tomás',
  'Freya',
  'Kwame',
  'Lena',
  'Mateo',
  'Priya',
  'Søren',
  'Aisha',
  'Callum',
  'Ines',
  'Hugo',
  'Zoë',
  'Bao',
  'Greta',
  'Omar',
  'Siobhán',
  'Rafael',
  'Nadia',
  'Emil',
  'Tamsin',
  'Jun',
  'Vera',
  'Dario',
  'Halima',
  'Otis',
  'Mirela',
  'Anouk',
  'Pavel',
  'Leilani',
  'Gus',
  'Chiara',
  'Sanjay',
  'Elif',
  'Wren',
  'Nikola',
  'Adaeze',
]
const LAST = [
  'Lindqvist',
  'Okafor',
  'Tanaka',
  'Haddad',
  'Ferreira',
  'Hallström',
  'Mensah',
  'Vogel',
  'Alvarez',
  'Raman',
  'Kjær',
  'Bello',
  'Fraser',
  'Moreau',
  'Brandt',
  'de Wit',
  'Nguyen',
  'Keller',
  'Farouk',
  'Ó Briain',
  'Costa',
  'Rahimi',
  'Nyström',
  'Ashby',
  'Park',
  'Sokolova',
  'Conti',
  'Yusuf',
  'Marlowe',
  'Ionescu',
  'Dubois',
  'Novák',
  'Kealoha',
  'Whitlock',
  'Greco',
  'Iyer',
  'Demir',
  'Calder',
  'Petrov',
  'Eze',
]

export interface InventedPerson {
  readonly name: string
  readonly email: string
}

/** The nth invented person at a domain. First and last names meet in another pairing each time round. */
export function inventedPerson(n: number, domain: string): InventedPerson {
  const first = FIRST[n % FIRST.length]!
  const last = LAST[(n + 7 * Math.floor(n / FIRST.length)) % LAST.length]!
  const plain = `${first}.${last}`
    .normalize('NFKD')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase()
  return { name: `${first} ${last}`, email: `${plain}@${domain}` }
}

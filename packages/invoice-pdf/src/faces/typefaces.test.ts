import { describe, expect, test } from 'vitest'
import { drawWithFaces } from './faces.ts'
import { regionOf } from './typefaces.ts'

describe('BILL-10 whose forms Chinese characters have', () => {
  test.each([
    ['kana tell', ['さくら骨董', '東京都'], 'jp'],
    ['Hangul tells', ['한강 骨董'], 'kr'],
    ['a country that writes characters alone tells', ['骨董', 'Japan'], 'jp'],
    ['South Korea', ['漢江', 'South Korea'], 'kr'],
    ['Taiwan', ['骨董', 'Taiwan'], 'tc'],
    ['Hong Kong', ['骨董', 'Hong Kong SAR China'], 'tc'],
    ['mainland', ['骨董', 'China'], 'sc'],
    ['nobody says', [], 'sc'],
  ])('%s', (_, lines, region) => {
    expect(regionOf(lines)).toBe(region)
  })
})

describe('BILL-10 which typeface draws a letter', () => {
  const drawnBy = (text: string, region: 'sc' | 'jp' = 'sc') =>
    drawWithFaces(async (faces) =>
      faces
        .runsOf(text, { weight: 'regular', region })
        .map(({ face, text: run }) => `${run}=${face?.name.replace(/-.*/, '') ?? 'box'}`),
    )

  test.each([
    ['our own, where it can', 'Ærø 12', ['Ærø 12=HankenGrotesk']],
    [
      'Greek by another; a space stays with what is before it',
      'Ab Ελιά',
      ['Ab =HankenGrotesk', 'Ελιά=NotoSans'],
    ],
    ['Japanese beside mainland forms', 'かな骨', ['かな骨=NotoSansSc']],
    ['letters that one of them alone has', '骨한', ['骨=NotoSansSc', '한=NotoSansKr']],
    ['none', 'ქ🦊', ['ქ🦊=box']],
  ])('%s', async (_, text, runs) => {
    const drawn = await drawnBy(text)
    // Pieces of one typeface are files of their own.
    const joined = drawn.reduce<string[]>((all, each) => {
      const [run, name] = each.split('=')
      const [before, same] = all.at(-1)?.split('=') ?? []
      return same === name ? [...all.slice(0, -1), `${before}${run}=${name}`] : [...all, each]
    }, [])
    expect(joined).toEqual(runs)
  })

  test('the reader’s own forms where the region is theirs', async () => {
    expect(await drawnBy('骨', 'jp')).toEqual(['骨=NotoSansJp'])
  })

  test('a shape that two letters share tells in each document the letter that this one has', async () => {
    const japanese = () =>
      drawWithFaces(async (faces) => faces.runsOf('・', { weight: 'regular', region: 'jp' })[0]!.face?.font)
    const shapeOf = async (letter: string) => {
      const [shape] = (await japanese())!.layout(letter).glyphs
      return { shape: shape!.id, letters: String.fromCodePoint(...shape!.codePoints) }
    }
    const dot = await shapeOf('・')
    expect(dot.letters).toBe('・')
    expect(await shapeOf('‧')).toEqual({ shape: dot.shape, letters: '‧' })
  })
})

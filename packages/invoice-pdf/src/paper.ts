import Pdf from 'pdfkit'

/** The library writes names into the document's metadata as they are; in there, `&` and `<` are markup. */
export class Paper extends Pdf {
  /** Comes after the names were written where they are no markup. */
  override endMetadata(): void {
    for (const [key, value] of Object.entries(this.info)) {
      if (typeof value === 'string') this.info[key as 'Title'] = escaped(value)
    }
    super.endMetadata()
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const SIZES = ['large', 'medium', 'small', 'extrasmall'] as const
export type Size = (typeof SIZES)[number]

export interface Detector {
  readonly languages: ReadonlySet<string>
  /** The language of a text as a two-letter code, or an empty string where the model cannot tell. */
  readonly detect: (text: string) => string
}

interface Eld {
  readonly info: () => { readonly Languages: Readonly<Record<string, string>> }
  readonly detect: (text: string) => { readonly language: string }
}

/** Loads one of the real models of the npm package `eld`. */
export async function loadModel(size: Size): Promise<Detector> {
  const { eld } = (await import(`eld/${size}`)) as { readonly eld: Eld }
  return {
    languages: new Set(Object.values(eld.info().Languages)),
    detect: (text) => eld.detect(text).language,
  }
}

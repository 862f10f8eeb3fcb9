const segmenter = new Intl.Segmenter();

/** The letters of a text as a reader sees them: with their marks, and pictures whole. */
export function* letters(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

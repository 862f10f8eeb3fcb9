let segmenter: Intl.Segmenter | undefined;

/** The letters of a text as a reader sees them: with their marks, and pictures whole. */
export function* letters(text: string): Generator<string> {
  // Its tables are large, and plain letters need none of them.
  if (/^[ -~]*$/.test(text)) return yield* text;
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) yield segment;
}

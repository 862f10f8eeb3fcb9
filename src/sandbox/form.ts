/** The fields of an urlencoded form. As .NET does, a repeated key has its values joined with commas. */
export function readForm(body: string): ReadonlyMap<string, string> {
  const form = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(body)) {
    const earlier = form.get(key);
    form.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  return form;
}

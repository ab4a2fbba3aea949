// The numbers in `{outer:inner}`.

interface Typed {
  readonly waitTypes: string | null;
}

export function outerType({ waitTypes }: Typed): number | null {
  return part(waitTypes, 0);
}

export function innerType({ waitTypes }: Typed): number | null {
  return part(waitTypes, 1);
}

function part(waitTypes: string | null, index: number): number | null {
  const text = waitTypes?.split(":")[index];
  return text === undefined ? null : Number(text);
}

/** Writes a value as Go's `%v` does, which Pulumi YAML uses in interpolated texts: `1e+06`, `[a b]`, `map[a:1]`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) {
    return "<nil>";
  }
  if (typeof value === "number") {
    return goNumber(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(goText).join(" ")}]`;
  }
  if (typeof value === "object") {
    const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `map[${members.map(([key, member]) => `${key}:${goText(member)}`).join(" ")}]`;
  }
  return String(value);
}

// Go writes floats of seven digits and more with an exponent of two digits.
function goNumber(value: number): string {
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const size = Number(exponent);
  if (Number.isFinite(value) && (size < -4 || size >= 21 || (size >= 6 && value !== 0))) {
    return `${digits}e${size < 0 ? "-" : "+"}${String(Math.abs(size)).padStart(2, "0")}`;
  }
  return String(value);
}

import { shown } from "./vocabulary";

/** One field of a cron expression. */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names that stand for the numbers from `min` on. */
  readonly names?: readonly string[];
  /** Further values, as a whole or as an entry of a list. */
  readonly special?: RegExp;
  readonly allowed: string;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fields: readonly Field[] = [
  { name: "minutes", min: 0, max: 59, allowed: "0 to 59" },
  { name: "hours", min: 0, max: 23, allowed: "0 to 23" },
  {
    name: "day of month",
    min: 1,
    max: 31,
    special: /^(\?|LW?|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/,
    allowed: "1 to 31, ?, L, LW, L-3 or 15W",
  },
  { name: "month", min: 1, max: 12, names: months, allowed: "1 to 12 or JAN to DEC" },
  {
    name: "day of week",
    min: 1,
    max: 7,
    names: days,
    special: /^(\?|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)?L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/,
    allowed: "1 to 7 or SUN to SAT, ?, L, 6L or 6#3",
  },
  { name: "year", min: 1970, max: 2199, allowed: "1970 to 2199" },
];

/**
 * Returns the problems of the fields of a cron expression, from the minutes on. A deployment window may leave out the
 * year; an EventBridge schedule may not. Names of months and days may have any case.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
 */
export function cronFieldReasons(written: readonly string[]): string[] {
  const texts = written.map((text) => text.toUpperCase());
  const found = fields.flatMap((field, index) => {
    const text = texts[index];
    return text === undefined || isField(text, field)
      ? []
      : [`has the ${field.name} ${shown(text)}: give *, or ${field.allowed}, in lists (,), ranges (-), steps (/)`];
  });
  // EventBridge requires it, and so does Quartz, whose grammar a deployment window uses.
  const [, , dayOfMonth, , dayOfWeek] = texts;
  return (dayOfMonth === "?") === (dayOfWeek === "?")
    ? [
        ...found,
        `has the day of month ${shown(dayOfMonth)} and the day of week ${shown(dayOfWeek)}: let exactly one be ?`,
      ]
    : found;
}

/** `?` and `#` stand alone; EventBridge's page documents it for `#`. */
function isField(text: string, field: Field): boolean {
  const entries = text.split(",");
  return entries.every((entry) => isEntry(entry, field)) && (entries.length === 1 || !/[?#]/.test(text));
}

function isEntry(entry: string, field: Field): boolean {
  if (field.special?.test(entry)) {
    return true;
  }
  const [range = "", step, ...rest] = entry.split("/");
  const known = range === "*" || isRange(range.split("-"), field);
  return known && rest.length === 0 && (step === undefined || isStep(step, field));
}

/** A range may pass the end of its field: `22-2` goes on after midnight, and `SAT-SUN` is two days. Years only grow. */
function isRange(ends: readonly string[], field: Field): boolean {
  const [start, end] = ends;
  const grows = field.name !== "year" || end === undefined || Number(start) <= Number(end);
  return ends.length <= 2 && grows && ends.every((each) => isValue(each, field));
}

function isValue(text: string, { min, max, names = [] }: Field): boolean {
  return names.includes(text) || (/^\d{1,4}$/.test(text) && Number(text) >= min && Number(text) <= max);
}

function isStep(text: string, { min, max }: Field): boolean {
  return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= max - min + 1;
}

/** Tools, what of theirs destroys wherever it stands among the arguments, and what does directly behind the tool. */
const destroying: Readonly<Record<string, { readonly anywhere: readonly string[]; readonly next: readonly string[] }>> =
  {
    pulumi: { anywhere: ["destroy"], next: ["down"] },
    terraform: { anywhere: ["destroy", "-destroy", "--destroy"], next: [] },
    tofu: { anywhere: ["destroy", "-destroy", "--destroy"], next: [] },
    terragrunt: { anywhere: ["destroy", "-destroy", "--destroy"], next: [] },
    cdk: { anywhere: ["destroy"], next: [] },
    "aws-cdk": { anywhere: ["destroy"], next: [] },
    aws: { anywhere: ["delete-stack", "delete-stack-set"], next: [] },
    sam: { anywhere: [], next: ["delete"] },
    serverless: { anywhere: [], next: ["remove"] },
    sls: { anywhere: [], next: ["remove"] },
    sst: { anywhere: [], next: ["remove"] },
  };

/** What only shows what would be destroyed. */
const previews = ["plan", "show", "preview"];
const previewOptions = ["--preview-only", "--help", "-help"];

/** Whether a script, a buildspec or one command runs something that destroys a stack of infrastructure. */
export function runsDestroy(script: string): boolean {
  return script
    .replace(/\\\r?\n/g, " ")
    .split(/\n|;|&&|\|\||["']\s*,\s*["']/)
    .map((command) => command.replace(/(^|\s)#.*$/, "").split(/[\s"'`()[\],|>]+/))
    .some(commandDestroys);
}

function commandDestroys(command: readonly string[]): boolean {
  const words = command.filter((word) => word !== "" && word !== "-");
  const tools = words.map(toolIn);
  const at = tools.findIndex((tool) => tool !== undefined);
  const tool = tools[at];
  const [first = ""] = words;
  const given = words.slice(at + 1);
  const [next = ""] = given;
  return (
    tool !== undefined &&
    !["echo", "printf"].includes(first) &&
    (given.some((word) => tool.anywhere.includes(word)) || tool.next.includes(next)) &&
    !given.some((word) => previewOptions.includes(word)) &&
    !previews.includes(given.find((word) => !word.startsWith("-")) ?? "")
  );
}

/** What of a tool destroys, when a word runs one, with or without its path. */
function toolIn(word: string) {
  const name = word.slice(word.lastIndexOf("/") + 1);
  return Object.hasOwn(destroying, name) ? destroying[name] : undefined;
}

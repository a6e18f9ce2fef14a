import { runNode, writePlan } from "./destroy-plan";
import { type PulumiCliArgs, stackOptions } from "./pulumi-cli";
import { failIf, strictly } from "./shell";

/**
 * Commands that say what destroying the stack would delete, write it to a plan, and fail where something of it is
 * protected. State and preview hold the values of the resources: both are files beside the tools, and of both the log
 * gets names alone.
 *
 * @param plan the file of the plan, as a shell reads it
 */
export function previewDestroy(args: PulumiCliArgs, plan: string): string[] {
  const options = stackOptions(args);
  return [
    strictly(
      `pulumi stack export ${options} --file "$TOOLS_DIR/state.json"`,
      `protected="$(${runNode(listProtected, '"$TOOLS_DIR/state.json"')})"`,
      failIf(
        '[ -n "$protected" ]',
        "These resources are protected, and nothing is destroyed while they are. Who wants that sets protect: false in the program and updates the stack, or runs `pulumi state unprotect <urn>`; then start the pipeline again",
        'echo "$protected" >&2',
      ),
    ),
    strictly(
      // Replaced resources that are still to be deleted are shown only if asked for.
      `if ! pulumi destroy --preview-only --json --show-replacement-steps ${options} > "$TOOLS_DIR/preview.json"; then`,
      `  ${runNode(listErrors, '"$TOOLS_DIR/preview.json"')} >&2`,
      "  exit 1",
      "fi",
      writePlan('"$TOOLS_DIR/preview.json"', plan, args.stack, deletions),
    ),
  ];
}

const listProtected = [
  'const { deployment } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));',
  "for (const { urn, protect } of deployment.resources ?? []) if (protect) console.log(urn);",
];

/** Pulumi blinds secrets in its diagnostics; it writes none to the file when it fails before the preview. */
const listErrors = [
  'const text = require("fs").readFileSync(process.argv[1], "utf8").trim();',
  'const { diagnostics = [] } = text.startsWith("{") ? JSON.parse(text) : {};',
  'for (const { severity, message } of diagnostics) if (severity === "error") console.error(message);',
];

/** What leaves the state: deleted, or discarded where somebody else owns it. */
const deletions = "(found.steps ?? []).filter(({ op }) => /^(delete|.*discard)/.test(op)).map(({ urn }) => urn)";

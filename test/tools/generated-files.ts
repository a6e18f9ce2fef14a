import { join } from "node:path";
import { settingsPage } from "./settings-page";
import { settingsSchema, stackFileSchema } from "./stack-file-schema";

const docs = join(__dirname, "../../docs");

/** The files under docs/ that are written from the schema of the settings, by path. */
export function generatedFiles(): Record<string, string> {
  const settings = settingsSchema();
  return {
    [join(docs, "stack.schema.json")]: `${JSON.stringify(stackFileSchema(settings), undefined, 2)}\n`,
    [join(docs, "settings.md")]: settingsPage(settings),
  };
}

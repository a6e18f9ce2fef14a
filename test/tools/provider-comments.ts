import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Comment of a provider, with the AWS page that it names. */
export interface ProviderComment {
  readonly text: string;
  readonly page: string | undefined;
}

/**
 * Reads the comments of the providers in the files of a folder, by provider. Two providers with one name are told apart
 * by their category.
 */
export function providerComments(folder: string): ReadonlyMap<string, ProviderComment> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return new Map(files.flatMap((name) => commentsIn(join(folder, name))));
}

function commentsIn(file: string): [string, ProviderComment][] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  return source.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    const [declaration] = statement.declarationList.declarations;
    const call = declaration?.initializer;
    if (!call || !ts.isCallExpression(call) || !/^define(Action|Rule)$/.test(call.expression.getText())) {
      return [];
    }
    // The schema in the same file names the provider and its categories. The first category is the default.
    const facts = source.text;
    const provider = /\bprovider: z\.literal\("([^"]+)"/.exec(facts)?.[1] ?? "";
    const category = /\bcategory: z\.(?:literal\(|enum\(\[)"([^"]+)"/.exec(facts)?.[1];
    const comment = commentOf(statement);
    const keys = category === undefined ? [provider] : [provider, `${category}/${provider}`];
    return keys.map((key): [string, ProviderComment] => [key, comment]);
  });
}

function commentOf(statement: ts.Node): ProviderComment {
  const [doc] = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(doc?.comment) ?? "";
  const page = ts.getJSDocTags(statement).find(({ tagName }) => tagName.text === "see");
  const address = page && /https:\S+/.exec(page.getText())?.[0];
  return { text: text.replace(/\s*\n(?!\n)\s*/g, " ").trim(), page: address };
}

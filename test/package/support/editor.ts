import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** An editor with an open project. */
export interface Editor {
  /** Documentation of the symbol at a text of a file. */
  documentation(file: string, text: string): string;
  /** Completions at the start of a text of a file. */
  completions(file: string, text: string): string[];
}

/** Opens a project as an editor does, with the project's own tsconfig.json. */
export function openInEditor(folder: string): Editor {
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => fileNames,
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) =>
      ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, "utf8")) : undefined,
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    readDirectory: ts.sys.readDirectory,
  });
  const place = (file: string, text: string) => {
    const position = readFileSync(join(folder, file), "utf8").indexOf(text);
    if (position < 0) {
      throw new Error(`${file} holds no ${text}`);
    }
    return [join(folder, file), position] as const;
  };
  return {
    documentation: (file, text) =>
      ts.displayPartsToString(service.getQuickInfoAtPosition(...place(file, text))?.documentation),
    completions: (file, text) =>
      (service.getCompletionsAtPosition(...place(file, text), undefined)?.entries ?? []).map(({ name }) => name),
  };
}

import { resolve } from "node:path";
import ts from "typescript";

/**
 * Builds projects in order, as `tsc -b` does. The declarations of the documented project have the comments of inferred
 * types, which TypeScript drops. The types of settings are inferred from schemas, and an editor shows these comments.
 *
 * @returns whether all projects are free of errors
 */
export function buildDocumented(projects: readonly string[], documented: string): boolean {
  let program: ts.Program | undefined;
  const place = { getCurrentDirectory: () => "", getCanonicalFileName: (name: string) => name, getNewLine: () => "\n" };
  const report = (problem: ts.Diagnostic) => ts.sys.write(ts.formatDiagnosticsWithColorAndContext([problem], place));
  const createProgram: ts.CreateProgram<ts.EmitAndSemanticDiagnosticsBuilderProgram> = (...args) => {
    const builder = ts.createEmitAndSemanticDiagnosticsBuilderProgram(...args);
    program = builder.getProgram();
    return builder;
  };
  const builder = ts.createSolutionBuilder(ts.createSolutionBuilderHost(ts.sys, createProgram, report), projects, {});
  const transformers: ts.CustomTransformers = {
    afterDeclarations: [
      () => (file) => (ts.isSourceFile(file) && program !== undefined ? documentFile(file, program) : file),
    ],
  };
  const ended = builder.build(undefined, undefined, undefined, (project) =>
    resolve(project) === documented ? transformers : {},
  );
  return ended === ts.ExitStatus.Success;
}

function documentFile(file: ts.SourceFile, program: ts.Program): ts.SourceFile {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file.fileName);
  const types = new Map(source?.statements.flatMap((statement) => variablesOf(statement, checker)));
  for (const statement of file.statements.filter(ts.isVariableStatement)) {
    for (const { name, type: node } of statement.declarationList.declarations) {
      const type = ts.isIdentifier(name) ? types.get(name.text) : undefined;
      if (node !== undefined && type !== undefined) {
        documentType(node, type, checker);
      }
    }
  }
  return file;
}

function variablesOf(statement: ts.Statement, checker: ts.TypeChecker): [string, ts.Type][] {
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map(({ name }) => [name.getText(), checker.getTypeAtLocation(name)])
    : [];
}

/** Walks a type as it is written together with the type that it stands for, which knows where each property is from. */
function documentType(node: ts.TypeNode, type: ts.Type, checker: ts.TypeChecker): void {
  if (ts.isTypeLiteralNode(node)) {
    for (const member of node.members.filter(ts.isPropertySignature)) {
      const property = ts.isComputedPropertyName(member.name) ? undefined : type.getProperty(member.name.text);
      if (property !== undefined) {
        documentProperty(member, property, checker);
      }
    }
  } else if (ts.isTypeReferenceNode(node) || ts.isTupleTypeNode(node)) {
    const nodes = ts.isTupleTypeNode(node) ? node.elements : (node.typeArguments ?? []);
    const types = type.aliasTypeArguments ?? (isReference(type) ? checker.getTypeArguments(type) : []);
    nodes.forEach((argument, index) => {
      const argumentType = types[index];
      if (argumentType !== undefined) {
        documentType(argument, argumentType, checker);
      }
    });
  } else if (ts.isTypeOperatorNode(node)) {
    documentType(node.type, type, checker);
  }
}

function documentProperty(member: ts.PropertySignature, property: ts.Symbol, checker: ts.TypeChecker): void {
  const comment = property.declarations
    ?.flatMap((declaration) => ts.getJSDocCommentsAndTags(declaration))
    .find(ts.isJSDoc);
  if (comment !== undefined) {
    const text = comment
      .getText()
      .slice("/*".length, -"*/".length)
      .replaceAll(/\n\s+\*/g, "\n *");
    ts.addSyntheticLeadingComment(member, ts.SyntaxKind.MultiLineCommentTrivia, text, true);
  }
  if (member.type !== undefined) {
    documentType(member.type, checker.getTypeOfSymbol(property), checker);
  }
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
  );
}

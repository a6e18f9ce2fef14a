/** A type in the package schema. @see https://www.pulumi.com/docs/iac/build-with-pulumi/schema/ */
export interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  /** Whether the value must be known when the component is created. */
  readonly plain?: boolean;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
}

/** A property with its comment. */
export interface PropertySpec extends TypeSpec {
  readonly description?: string;
}

/** The properties of an object. */
export interface ObjectSpec {
  readonly description?: string;
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
}

/** The outputs and the inputs of a component. */
export interface ComponentSpec extends ObjectSpec {
  readonly isComponent: boolean;
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs?: readonly string[];
}

/** The package schema, as far as the provider reads it. */
export interface PackageSpec {
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
  readonly types: Readonly<Record<string, ObjectSpec>>;
  readonly resources: Readonly<Record<string, ComponentSpec>>;
}

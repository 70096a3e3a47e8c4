/** Road users: what Outis counts. */
export const roadUserClasses = ['person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck'] as const;

/** Parts worn by a person: what a site-safety rule may look at. Never counted, never drawn. */
export const wornPartClasses = ['helmet', 'bare-head', 'vest'] as const;

/** The closed vocabulary. A model whose classes do not map into this list is not loaded. */
export const objectClasses: readonly ObjectClass[] = [...roadUserClasses, ...wornPartClasses];

export type RoadUserClass = (typeof roadUserClasses)[number];
export type WornPartClass = (typeof wornPartClasses)[number];
export type ObjectClass = RoadUserClass | WornPartClass;

/** True when the text is a class of the closed vocabulary. */
export function isObjectClass(text: unknown): text is ObjectClass {
  return (objectClasses as readonly unknown[]).includes(text);
}

/** True when the class is something that is tracked and counted. */
export function isRoadUser(objectClass: ObjectClass): objectClass is RoadUserClass {
  return (roadUserClasses as readonly string[]).includes(objectClass);
}

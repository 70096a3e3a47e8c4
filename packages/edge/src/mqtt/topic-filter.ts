/** True when a topic matches a topic filter with `+` and `#` (MQTT 5.0, 4.7). */
export function matchesFilter(topic: string, filter: string): boolean {
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  const levels = topic.split('/');
  const wanted = filter.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (levels[index] === undefined || (level !== '+' && level !== levels[index])) return false;
  }
  return levels.length === wanted.length;
}

/** True for a topic without wildcards that every broker takes: at most 200 characters, none of them a control character. */
export function isTopic(text: string): boolean {
  return isFilter(text) && !/[+#]/.test(text);
}

/** True for a topic filter: `+` and `#` stand alone in their level, `#` last. */
export function isFilter(text: string): boolean {
  if (text.length === 0 || text.length > 200 || text.startsWith('$') || /\p{Cc}/u.test(text)) return false;
  const levels = text.split('/');
  return levels.every(
    (level, index) => !/[+#]/.test(level) || level === '+' || (level === '#' && index === levels.length - 1),
  );
}

/**
 * Whether an MQTT subscription's filter takes in a topic: `+` stands for one level, a last `#` for all the rest,
 * including none.
 *
 * @see MQTT 3.1.1, section 4.7.
 */
export function filterMatches(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length) return false;
    if (level !== '+' && level !== levels[index]) return false;
  }
  return wanted.length === levels.length;
}

/** A small technique document: one Sigma rule for each title, and one Atomic test. */
export function documentText(id: string, name: string, rules: string[]): string {
  const sigma = 'https://github.com/SigmaHQ/sigma';
  const items = rules.map((title) => {
    const file = `proc_creation_win_${title.toLowerCase().replace(/[^a-z0-9]+/g, '_')}.yml`;
    return `* [windows](${sigma}/tree/master/rules/windows/) / **[${title}](${sigma}/blob/master/rules/windows/${file})**`;
  });
  const address = id.replace('.', '/');
  return `# ${id}: ${name}
**MITRE ATT&CK Tactic(s):** Discovery

**[MITRE ATT&CK Description](https://attack.mitre.org/techniques/${address})**
<blockquote>Adversaries may do this.</blockquote>

## Policy / Process Controls

## Technical Controls (Detection Rules)
### [Sigma rules public repository](${sigma})
**Last accessed:** August 09, 2022

**Total ATT&CK-mapped rules:** 2578

**ATT&CK-mapped resources for this (sub)technique:** ${rules.length}

Resources mapped to this (sub)technique can be located in the following files within the repository's <code>[rules](${sigma}/tree/master/rules)</code> folder:

${items.join('\n')}

## Offensive Security Tests
`;
}

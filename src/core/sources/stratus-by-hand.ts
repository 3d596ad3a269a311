// What the technique documents of April 2022 say of Stratus Red Team. Its own files named no techniques then, so somebody
// assigned these 21 by hand; they are facts of those documents and are never added to.

/** Stratus id → ATT&CK technique ids. */
export const MAPPED_BY_HAND: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws.credential-access.ec2-steal-instance-credentials', ['T1552.005']],
  ['aws.defense-evasion.cloudtrail-delete', ['T1562.008']],
  ['aws.defense-evasion.cloudtrail-event-selectors', ['T1562.008']],
  ['aws.defense-evasion.cloudtrail-lifecycle-rule', ['T1562.008']],
  ['aws.defense-evasion.cloudtrail-stop', ['T1562.008']],
  ['aws.defense-evasion.organizations-leave', ['T1562']],
  ['aws.defense-evasion.vpc-remove-flow-logs', ['T1562.008']],
  ['aws.discovery.ec2-download-user-data', ['T1580']],
  ['aws.discovery.ec2-enumerate-from-instance', ['T1580']],
  ['aws.exfiltration.ec2-security-group-open-port-22-ingress', ['T1562.007']],
  ['aws.exfiltration.ec2-share-ami', ['T1537']],
  ['aws.exfiltration.ec2-share-ebs-snapshot', ['T1537']],
  ['aws.exfiltration.rds-share-snapshot', ['T1537']],
  ['aws.persistence.iam-backdoor-role', ['T1078']],
  ['aws.persistence.iam-backdoor-user', ['T1098.001']],
  ['aws.persistence.iam-create-admin-user', ['T1136.003']],
  ['aws.persistence.iam-create-user-login-profile', ['T1078']],
  ['k8s.credential-access.dump-secrets', ['T1552.007']],
  ['k8s.credential-access.steal-serviceaccount-token', ['T1552.001']],
  ['k8s.privilege-escalation.hostpath-volume', ['T1611']],
  ['k8s.privilege-escalation.privileged-pod', ['T1611']],
]);

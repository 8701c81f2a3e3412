import { stringify } from 'yaml';
import { ruleGroups } from '../prometheus/alert-rules.ts';

/** The alert rules of docker/prometheus as the Prometheus operator takes them. */
export function prometheusRule(): string {
  const resource = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'homeward' },
    spec: { groups: ruleGroups },
  };
  const note = '# Written by `npm run docs` from docker/prometheus; do not edit.\n';
  return note + stringify(resource, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false });
}

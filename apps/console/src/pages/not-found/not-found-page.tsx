import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/routes.ts';

export function NotFoundPage({ path }: { readonly path: string }) {
  return (
    <>
      <PageHeading title="Page not found" />
      <p>
        There is no page at <code>{path}</code>. Go to the <Link href={pathTo.wards}>wards</Link> or the{' '}
        <Link href={pathTo.alerts}>alerts</Link>.
      </p>
    </>
  );
}

/**
 * Deliveries to the App since then, newest first. GitHub redelivers nothing by itself, so those
 * that failed have to be found here. Throws `GitHubError`.
 */
export async function listHookDeliveries(app, since) {
    const deliveries = await app.ask('list webhook deliveries', (octokit) => octokit.paginate(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 }, ({ data }, done) => {
        const last = data.at(-1);
        if (last !== undefined && Date.parse(last.delivered_at) < since.getTime())
            done();
        return data;
    }));
    return deliveries
        .filter((one) => Date.parse(one.delivered_at) >= since.getTime())
        .map((one) => ({
        id: one.id,
        guid: one.guid,
        event: one.event,
        action: one.action,
        deliveredAt: one.delivered_at,
        redelivery: one.redelivery,
        statusCode: one.status_code,
        repositoryId: one.repository_id,
    }));
}
/** Asks GitHub to deliver once more, under the same guid. Throws `GitHubError`. */
export async function redeliverHook(app, deliveryId) {
    await app.ask(`redeliver webhook ${deliveryId}`, (octokit) => octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: deliveryId }));
}

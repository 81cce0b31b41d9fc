using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Rounds of deleting a quarter of the rows and storing as many new ones, and what that leaves of the recall.</summary>
internal sealed class ChurnMeasurement(IndexRun run, StoreUnderTest store)
{
    /// <returns>The right answers to all queries after the last round.</returns>
    public async Task<Truth> RunAsync(JsonObject report)
    {
        var slots = Enumerable.Range(0, run.Data.Rows).ToArray();
        for (var round = 0; round < run.Options.ChurnRounds; round++)
        {
            run.Progress.Say($"churn, round {round + 1} of {run.Options.ChurnRounds}");
            run.Random.Shuffle(slots);
            var leaving = slots[..(slots.Length / 4)];
            foreach (var batch in leaving.Chunk(run.Options.Batch))
            {
                run.Stop.ThrowIfCancellationRequested();
                await store.DeleteAsync(Array.ConvertAll(batch, run.Data.Id));
            }

            foreach (var batch in leaving.Chunk(run.Options.Batch))
            {
                run.Stop.ThrowIfCancellationRequested();
                Array.ForEach(batch, run.Data.Replace);
                await store.UpsertAsync(Array.ConvertAll(batch, run.Data.Record));
            }

            await store.SettleAsync(run.Data.Queries[0], run.Stop);
        }

        store.RequireGraph();
        var truth = Truth.Of(run.Data);
        report["churn_recall_at_10"] = truth.Recall(await AnswersAsync(run, store));
        return truth;
    }

    public static async Task<long[]?[]> AnswersAsync(IndexRun run, StoreUnderTest store)
    {
        var answers = run.NewAnswers();
        for (var query = 0; query < answers.Length; query++)
        {
            answers[query] = await store.SearchAsync(run.Data.Queries[query]);
        }

        return answers;
    }
}

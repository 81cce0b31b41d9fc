using System.Diagnostics;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Retrieval;

public class RetrievalTelemetryTests
{
    [Fact]
    public async Task Search_WithAListener_ReportsTheTraceAndNoContent()
    {
        var name = $"telemetry{Guid.NewGuid():N}";
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == StoreTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (a.DisplayName.EndsWith(name, StringComparison.Ordinal))
                {
                    lock (seen)
                    {
                        seen.Add(a);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var setup = new Setup();
        var notes = (ReminisceCollection<int, Note>)setup.Store.GetCollection<int, Note>(name);
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(Enumerable.Range(0, 30).Select(i => new Note { Id = i, Content = $"secret {i}" }));
        RetrievalTrace? trace = null;
        await notes.SearchAsync("secret 3", 4, new ReminisceSearchOptions<Note> { Trace = t => trace = t }).ListAsync();

        var search = Assert.Single(seen, a => a.DisplayName == $"retrieve {name}");
        var tags = search.TagObjects.ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal(trace!.Correct.Finished, tags["reminisce.retrieval.finished"]);
        Assert.Equal(trace.Verify.Kept, tags["reminisce.retrieval.candidates"]);
        Assert.Equal(4, tags["db.response.returned_rows"]);
        Assert.Equal(search.SpanId, Assert.Single(seen, a => a.DisplayName == $"retrieve.correct {name}").ParentSpanId);
        Assert.DoesNotContain(seen.SelectMany(a => a.TagObjects), t => t.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true);
    }
}

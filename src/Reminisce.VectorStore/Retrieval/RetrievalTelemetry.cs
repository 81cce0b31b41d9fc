using System.Diagnostics;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData;

/// <summary>Shows searches to whoever listens to <see cref="StoreTelemetry.SourceName"/>; holds no content, no key and no query.</summary>
internal static class RetrievalTelemetry
{
    public static Activity? Start(string operation, string collection)
    {
        if (!StoreTelemetry.Source.HasListeners())
        {
            return null;
        }

        var activity = StoreTelemetry.Source.StartActivity($"{operation} {collection}", ActivityKind.Internal);
        activity?.SetTag(StoreTags.System, ReminisceConstants.SystemName);
        activity?.SetTag(StoreTags.Operation, operation);
        activity?.SetTag(StoreTags.Collection, collection);
        return activity;
    }

    public static void Report(Activity? activity, RetrievalTrace trace)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag(StoreTags.ReturnedRows, trace.Results.Count);
        activity.SetTag("reminisce.retrieval.query_ms", trace.QueryEncoding.TotalMilliseconds);
        activity.SetTag("reminisce.retrieval.filter_ms", trace.Filter.Elapsed.TotalMilliseconds);
        activity.SetTag("reminisce.retrieval.correct_ms", trace.Correct.Elapsed.TotalMilliseconds);
        activity.SetTag("reminisce.retrieval.rounds", trace.Filter.Rounds);
        foreach (var exit in trace.Filter.Exits)
        {
            activity.SetTag($"reminisce.retrieval.exit.{exit.Exit.Name}", $"asked {exit.Asked}, found {exit.Found}, kept {exit.Kept}");
        }

        activity.SetTag("reminisce.retrieval.found", trace.Verify.Merged);
        activity.SetTag("reminisce.retrieval.candidates", trace.Verify.Kept);
        activity.SetTag("reminisce.retrieval.mean_depth", trace.Verify.MeanDepth);
        activity.SetTag("reminisce.retrieval.coarse", trace.Correct.Coarse);
        activity.SetTag("reminisce.retrieval.finished", trace.Correct.Finished);
        activity.SetTag("reminisce.retrieval.recomputed", trace.Correct.Recomputed);
        activity.SetTag("reminisce.retrieval.shared", trace.Correct.Shared);
        activity.SetTag("reminisce.retrieval.settled", trace.Correct.Settled);
        activity.SetTag("reminisce.retrieval.pruned", trace.Correct.Pruned);
        activity.SetTag("reminisce.retrieval.left_coarse", trace.Correct.LeftCoarse);
        activity.SetTag("reminisce.retrieval.without_activation", trace.Correct.WithoutActivation);
        activity.SetTag("reminisce.retrieval.written_back", trace.Correct.WrittenBack);
        activity.SetTag("reminisce.retrieval.activation_bytes", trace.Correct.ActivationBytes);
        activity.SetTag("reminisce.retrieval.layers", trace.Correct.Layers);
        activity.SetTag("reminisce.retrieval.stopped_by", trace.Correct.StoppedBy.ToString());
        activity.SetTag("reminisce.retrieval.below_threshold", trace.BelowThreshold);
        activity.SetTag("reminisce.retrieval.below_floor", trace.BelowFloor);
    }
}

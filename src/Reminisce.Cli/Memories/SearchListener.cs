using System.Diagnostics;
using System.Globalization;
using Reminisce.VectorData;

namespace Reminisce.Cli;

/// <summary>Collects what coarse-to-fine searches report while it lives, and shows it.</summary>
/// <remarks>Safe for concurrent searches.</remarks>
internal sealed class SearchListener : IDisposable
{
    private const string Prefix = "reminisce.retrieval.";

    private readonly ActivityListener _listener;
    private readonly List<Activity> _searches = [];

    public SearchListener()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == StoreTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Write(TextWriter output)
    {
        lock (_searches)
        {
            foreach (var search in _searches)
            {
                output.WriteLine();
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{search.DisplayName}: {search.Duration.TotalMilliseconds:0.0} ms"));
                foreach (var (key, value) in search.TagObjects.Where(t => t.Key.StartsWith(Prefix, StringComparison.Ordinal)))
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {key[Prefix.Length..].Replace('_', ' '),-24} {value}"));
                }
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Activity activity)
    {
        if (activity.TagObjects.Any(t => t.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            lock (_searches)
            {
                _searches.Add(activity);
            }
        }
    }
}

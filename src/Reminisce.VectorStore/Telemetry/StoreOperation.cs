using System.Diagnostics;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Telemetry;

/// <summary>One operation under observation, from its start to its disposal; nothing at all while nobody listens.</summary>
/// <remarks>Used within one method, which may await.</remarks>
internal readonly struct StoreOperation : IDisposable
{
    private readonly Activity? _activity;
    private readonly long _started;
    private readonly string _operation;
    private readonly string? _collection;

    private StoreOperation(Activity? activity, string operation, string? collection)
    {
        _activity = activity;
        _operation = operation;
        _collection = collection;
        _started = StoreTelemetry.OperationDuration.Enabled ? Stopwatch.GetTimestamp() : 0;
    }

    public static StoreOperation Start(StoreFiles files, string operation, string? collection = null)
    {
        Activity? activity = null;
        if (StoreTelemetry.Source.HasListeners())
        {
            activity = StoreTelemetry.Source.StartActivity(collection is null ? operation : $"{operation} {collection}", ActivityKind.Internal);

            // The folder's name and not its path, which would tell the user's name.
            activity?.SetTag(StoreTags.System, UsearchConstants.SystemName);
            activity?.SetTag(StoreTags.Store, Path.GetFileName(files.Folder));
            activity?.SetTag(StoreTags.Operation, operation);
            if (collection is not null)
            {
                activity?.SetTag(StoreTags.Collection, collection);
            }
        }

        return new StoreOperation(activity, operation, collection);
    }

    /// <summary>Adds to the operation that runs on this thread, if it is observed.</summary>
    public static void TagCurrent(string key, long value)
    {
        if (StoreTelemetry.Source.HasListeners() && Activity.Current is { } activity && ReferenceEquals(activity.Source, StoreTelemetry.Source))
        {
            activity.SetTag(key, value);
        }
    }

    /// <inheritdoc cref="TagCurrent(string, long)"/>
    public static void TagCurrent(string key, string value)
    {
        if (StoreTelemetry.Source.HasListeners() && Activity.Current is { } activity && ReferenceEquals(activity.Source, StoreTelemetry.Source))
        {
            activity.SetTag(key, value);
        }
    }

    public void Tag(string key, long value) => _activity?.SetTag(key, value);

    public void Tag(string key, string? value) => _activity?.SetTag(key, value);

    /// <summary>Notes the failure that ends the operation; its message stays out, because it may name a path.</summary>
    /// <returns>Always false, so that an exception filter can note what it does not catch.</returns>
    public bool Failed(Exception error)
    {
        var type = error.GetType().FullName;
        _activity?.SetTag(StoreTags.ErrorType, type);
        _activity?.SetStatus(ActivityStatusCode.Error);
        Measure(type);
        return false;
    }

    public void Succeeded() => Measure(null);

    public void Dispose() => _activity?.Dispose();

    private void Measure(string? error)
    {
        if (_started == 0)
        {
            return;
        }

        var tags = new TagList { { StoreTags.Operation, _operation } };
        if (_collection is not null)
        {
            tags.Add(StoreTags.Collection, _collection);
        }

        if (error is not null)
        {
            tags.Add(StoreTags.ErrorType, error);
        }

        StoreTelemetry.OperationDuration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
    }
}

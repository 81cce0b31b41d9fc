namespace Reminisce.VectorData;

/// <summary>The locks of records while they are changed; tells of the change when it is made and before the locks go.</summary>
internal sealed class ChangeLock(CollectionState state, IReadOnlyCollection<object> keys, IDisposable held) : IDisposable
{
    public void Dispose()
    {
        state.NoteChanges(keys);
        held.Dispose();
    }
}

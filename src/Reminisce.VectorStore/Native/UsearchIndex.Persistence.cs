namespace Reminisce.VectorData.Native;

internal sealed unsafe partial class UsearchIndex
{
    /// <summary>Serializes the index. Searches go on meanwhile; adding and removing wait. Takes as much memory as the result is long.</summary>
    /// <returns>The bytes in USearch's own format, and how many vectors, present and removed, they carry. The caller disposes the buffer.</returns>
    public (NativeBuffer Payload, long Count, long Removed) Serialize(CancellationToken cancellationToken = default)
    {
        Enter(IndexRoom.Search, cancellationToken);
        try
        {
            nint error = 0;
            long length = (long)UsearchNative.SerializedLength(_handle, ref error);
            UsearchNative.ThrowOn(error, "report its serialized length");
            var payload = new NativeBuffer(length);
            try
            {
                UsearchNative.SaveBuffer(_handle, (byte*)payload.DangerousGetHandle(), (nuint)length, ref error);
                UsearchNative.ThrowOn(error, "serialize");
                return (payload, Count, Removed);
            }
            catch
            {
                payload.Dispose();
                throw;
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// Loads what <see cref="Serialize"/> wrote. The native loader trusts its input: one flipped bit can crash the
    /// process, so the caller must have verified a checksum first (see <see cref="Snapshots.IndexSnapshot"/>).
    /// </summary>
    /// <exception cref="UsearchException">The payload is not an index with these parameters.</exception>
    public static UsearchIndex Deserialize(UsearchParameters parameters, NativeBuffer payload, long count, long removed)
    {
        var index = new UsearchIndex(parameters);
        try
        {
            index.Load_NeedsLock(payload, count, removed);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    private void Load_NeedsLock(NativeBuffer payload, long count, long removed)
    {
        nint error = 0;
        UsearchNative.LoadBuffer(_handle, (byte*)payload.DangerousGetHandle(), (nuint)payload.Length, ref error);
        UsearchNative.ThrowOn(error, "load an index");

        // Loading silently takes the configuration of what is loaded, so look at what came.
        long size = (long)UsearchNative.Size(_handle, ref error);
        long dimensions = (long)UsearchNative.Dimensions(_handle, ref error);
        long connectivity = (long)UsearchNative.Connectivity(_handle, ref error);
        UsearchNative.ThrowOn(error, "describe the loaded index");
        if (size != count + removed || dimensions != Parameters.NativeDimensions || connectivity != Parameters.Connectivity)
        {
            throw new UsearchException(
                "load an index",
                $"it holds {size} vectors of {dimensions} dimensions with M = {connectivity}, expected {count + removed} of {Parameters.NativeDimensions} with M = {Parameters.Connectivity}");
        }

        UsearchNative.ChangeExpansionAdd(_handle, (nuint)Parameters.EfConstruction, ref error);
        UsearchNative.ThrowOn(error, "set efConstruction");
        UsearchNative.ChangeExpansionSearch(_handle, 1, ref error);
        UsearchNative.ThrowOn(error, "set ef");
        Reserve_NeedsLock(Math.Max(FirstCapacity, (long)UsearchNative.Capacity(_handle, ref error)));
        Volatile.Write(ref _count, count);
        Volatile.Write(ref _removed, removed);
    }
}

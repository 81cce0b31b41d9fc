namespace Reminisce.VectorData.Storage;

/// <summary>A file being written from its start to its end.</summary>
internal interface IWritableFile : IDisposable
{
    /// <summary>Appends bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Makes everything written last through a power loss.</summary>
    void Sync();
}

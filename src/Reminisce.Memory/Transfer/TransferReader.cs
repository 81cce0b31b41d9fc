using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reminisce.Memory.Transfer;

/// <summary>Reads the file of an export line by line, any number of times over one opening.</summary>
/// <remarks>Not safe for concurrent calls. Others may read the file meanwhile but not write to it.</remarks>
internal sealed class TransferReader(string path) : IAsyncDisposable
{
    private readonly FileStream _stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);

    /// <summary>Gets the header, once reading has begun.</summary>
    public TransferHeader Header { get; private set; } = new("", 0, "");

    /// <summary>Reads the memories from the beginning; that the file is whole is known when the last one was given.</summary>
    /// <exception cref="MemoryImportException">The file is incomplete, damaged or of another form.</exception>
    public async IAsyncEnumerable<(int Line, TransferLine Memory)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _stream.Position = 0;
        using var reader = new StreamReader(_stream, TransferFormat.Encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (number, text) = (1, await NextAsync(reader, 1, cancellationToken).ConfigureAwait(false));
        Header = HeaderOf(text);
        Append(hash, text!);
        text = await NextAsync(reader, ++number, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (text is null)
            {
                throw new MemoryImportException(number, "The file ends without the line that holds count and hash, so it is incomplete; export again or copy the whole file.");
            }

            var next = await NextAsync(reader, number + 1, cancellationToken).ConfigureAwait(false);
            if (next is null)
            {
                CheckEnd(number, text, hash);
                yield break;
            }

            yield return (number, Parse<TransferLine>(number, text));
            Append(hash, text);
            (number, text) = (number + 1, next);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<string?> NextAsync(StreamReader reader, int number, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException error)
        {
            throw new MemoryImportException(number, "There are bytes here or shortly after that are no UTF-8; the file is damaged, copy or export it again.", error);
        }
    }

    private static TransferHeader HeaderOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw new MemoryImportException(1, "The file is empty or begins with an empty line; expected an export of memories.");
        }

        var header = Parse<TransferHeader>(1, text);
        return header.Format != TransferFormat.Name
            ? throw new MemoryImportException(1, $"This is no export of memories; expected the format '{TransferFormat.Name}'.")
            : header.Version is < 1 or > TransferFormat.Version
                ? throw new MemoryImportException(1, $"The export has version {header.Version}, and this library reads up to {TransferFormat.Version}; use a newer one.")
                : header;
    }

    private static void CheckEnd(int number, string text, IncrementalHash hash)
    {
        TransferFooter footer;
        try
        {
            footer = Parse<TransferFooter>(number, text);
        }
        catch (MemoryImportException error)
        {
            throw new MemoryImportException(number, "The last line does not hold count and hash, so the file is incomplete; export again or copy the whole file.", error);
        }

        if (footer.Memories != number - 2)
        {
            throw new MemoryImportException(number, $"There are {number - 2} memories, but {footer.Memories} were exported; the file is damaged, copy or export it again.");
        }

        if (footer.Sha256 != Convert.ToHexStringLower(hash.GetCurrentHash()))
        {
            throw new MemoryImportException(number, "The lines before do not have the hash written here; the file was changed or damaged, copy or export it again.");
        }
    }

    private static T Parse<T>(int number, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, TransferFormat.Json) ?? throw new MemoryImportException(number, "This is 'null'; expected an object.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The message of the parser can quote the text.
            throw new MemoryImportException(number, $"This is no {(typeof(T) == typeof(TransferLine) ? "memory" : typeof(T) == typeof(TransferHeader) ? "header of an export" : "end of an export")}{At(error)}; the file is damaged, copy or export it again.", error);
        }
    }

    private static string At(Exception error) => error is JsonException { Path: { Length: > 0 } path } ? $" (at '{path}')" : "";

    private static void Append(IncrementalHash hash, string line)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(line));
        hash.AppendData("\n"u8);
    }
}

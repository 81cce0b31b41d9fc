using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Sql;

/// <summary>Work with its caller's promise; it may run twice when its group had to be undone.</summary>
internal sealed class WriteItem<T>(Func<SqliteConnection, long, T> work, bool inTransaction, CancellationToken cancellationToken) : IWriteItem
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public bool InTransaction => inTransaction;

    public Exception? Error { get; private set; }

    public Task<T> Task => _source.Task;

    [SuppressMessage("Design", "CA1031", Justification = "The failure travels to the caller; the writer must live on for the others.")]
    public bool Run(SqliteConnection connection, long sequence)
    {
        Error = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _result = work(connection, sequence);
        }
        catch (Exception error)
        {
            Error = error;
        }

        return Error is null;
    }

    public void Complete()
    {
        if (Error is null)
        {
            _source.TrySetResult(_result!);
        }
        else
        {
            Fail(Error);
        }
    }

    public void Fail(Exception error)
    {
        if (error is OperationCanceledException)
        {
            _source.TrySetCanceled(cancellationToken);
        }
        else
        {
            _source.TrySetException(error);
        }
    }
}

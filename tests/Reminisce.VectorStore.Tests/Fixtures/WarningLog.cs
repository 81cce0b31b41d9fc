using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData.Tests.Fixtures;

/// <summary>Keeps every warning that a store logs.</summary>
internal sealed class WarningLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _warnings = [];

    public IReadOnlyCollection<string> Warnings => _warnings;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Clear() => _warnings.Clear();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning)
        {
            _warnings.Enqueue($"{formatter(state, exception)} {exception?.Message}".TrimEnd());
        }
    }

    public void Dispose()
    {
    }
}

namespace Reminisce.VectorData;

/// <summary>Decides at an exit on the way whether an item that is being finished is still worth it.</summary>
/// <param name="request">Which of the requests it is.</param>
/// <param name="exit">The exit it has reached.</param>
/// <param name="vector">Its embedding there.</param>
/// <returns>Whether to stop it.</returns>
internal delegate bool StopInFlight(int request, ExitLayer exit, ReadOnlyMemory<float> vector);

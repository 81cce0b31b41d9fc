namespace Reminisce.Encoders;

/// <summary>One reading of an inertial sensor.</summary>
/// <param name="Time">When, from any fixed moment.</param>
/// <param name="AccelerationX">Acceleration along the device's x axis, m/s².</param>
/// <param name="AccelerationY">Acceleration along y, m/s².</param>
/// <param name="AccelerationZ">Acceleration along z, m/s².</param>
/// <param name="RotationX">Rotation around the x axis, rad/s.</param>
/// <param name="RotationY">Rotation around y, rad/s.</param>
/// <param name="RotationZ">Rotation around z, rad/s.</param>
public readonly record struct MotionSample(
    TimeSpan Time, float AccelerationX, float AccelerationY, float AccelerationZ, float RotationX, float RotationY, float RotationZ);
